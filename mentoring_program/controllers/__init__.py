from . import common
from . import application
from . import mentor
from . import pair
from . import session
from . import public
