"""Decisions on plain data: who may take part, who fits whom, what is due when.

Nothing here knows Odoo. Models translate records into the facts of ``facts.py``
and the answers' codes into sentences.
"""
