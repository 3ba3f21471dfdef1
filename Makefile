# Everything here is done by the Python package in dev/ (standard library only); docs/development.md tells how.
# Settings: PORT=8069  PYTHON=python3  ODOO_HOME=/path/of/odoo  ODOO_PYTHON=/path/of/its/python  FIX=1  THOROUGH=1  ARGS="…"  SIZES="…"  FUZZ=5000  SEED=…  CLICKS=2000  PAIRS=100000  KILLS=50

export PYTHON PORT ODOO_HOME ODOO_PYTHON FIX THOROUGH ARGS SIZES FUZZ SEED CLICKS PAIRS KILLS

DEV = @$(or $(PYTHON),python3) -m dev

.DEFAULT_GOAL := help
.PHONY: help run stop test test-fast lint rules screenshots guide-pictures shell i18n fuzz clicks click-everywhere simulate-year bench-matching bench-ranking bench-portal bench-reminders bench-web clean

help: ## list these commands
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
		|| sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1: \2/p' $(MAKEFILE_LIST)

run: ## build the demo database if need be, start Odoo and print its address and the logins
	$(DEV) run

stop: ## stop what `make run` started
	$(DEV) stop

test: ## linters, logic tests, tests inside Odoo, tests against a running server
	$(DEV) test

test-fast: ## the tests of logic/ only, on a twentieth of the random cases (THOROUGH=1: on all); ARGS="-k word" for pytest
	$(DEV) test-fast

lint: ## linters only; FIX=1 repairs what they can repair
	$(DEV) lint

rules: ## where each rule of the charter is enforced, and which tests watch it
	$(DEV) rules

screenshots: ## every page and both journeys of the portal, at both widths and in both languages; pictures in .dev/pictures
	$(DEV) screenshots

guide-pictures: ## the pictures of the guides in docs/images, taken anew on a demo database
	$(DEV) guide-pictures

shell: ## Odoo's shell on the demo database
	$(DEV) shell

i18n: ## refresh the addon's .pot and .po files
	$(DEV) i18n

fuzz: ## 5,000 strange requests to all routes of a running server; FUZZ=20000 SEED=7
	$(DEV) fuzz

clicks: ## 2,000 clicks of eight officers at once, on two running servers: no place is given twice; CLICKS=5000
	$(DEV) clicks

click-everywhere: ## Odoo's own crawler over all of the addon's menus, views and filters, as officer and as manager
	$(DEV) click-everywhere

simulate-year: ## a year of 200 pairs, with the real jobs and a real mail server: who was to get what, and got it; PAIRS=50 KILLS=50 SEED=7
	$(DEV) simulate-year

bench-matching: ## matching, measured against peers and solvers; SIZES="50 200 1000 5000" mentees
	$(DEV) bench-matching

bench-ranking: ## one application ranked among 20,000 mentors from the database, measured
	$(DEV) bench-ranking

bench-portal: ## the portal's pages with 20 and 20,000 records, beside Odoo's own page of invoices
	$(DEV) bench-portal

bench-reminders: ## the daily job of the reminders with 100,000 active pairs; PAIRS=5000
	$(DEV) bench-reminders

bench-web: ## the screens of the back office with 100,000 pairs, beside crm's with as many leads; PAIRS=5000
	$(DEV) bench-web

clean: ## stop everything and remove all that was downloaded or made
	$(DEV) clean
