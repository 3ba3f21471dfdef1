from . import mentoring_demo_base
from . import mentoring_demo_people
from . import mentoring_demo_applications
from . import mentoring_demo_pairs
from . import mentoring_demo_end
from . import mentoring_demo
