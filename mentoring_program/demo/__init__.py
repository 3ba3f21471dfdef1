from . import mentoring_demo
from . import mentoring_demo_applications
from . import mentoring_demo_pairs
from . import mentoring_demo_people
