from . import annual_report
from . import charter_signature_report
from . import match_certificate_report
