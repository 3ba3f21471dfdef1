from . import controllers, demo, models, report, wizard
from .hooks import forget_records
