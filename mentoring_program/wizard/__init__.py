from . import base_partner_merge
from . import mentoring_application_refuse
from . import mentoring_match_answer
from . import mentoring_match_change
from . import mentoring_match_end
from . import mentoring_message_comparison
from . import mentoring_override_wizard
from . import mentoring_ranking
