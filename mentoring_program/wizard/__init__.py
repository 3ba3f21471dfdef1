from . import mentoring_application_refuse
from . import mentoring_match_end
from . import mentoring_override_wizard
from . import mentoring_ranking
