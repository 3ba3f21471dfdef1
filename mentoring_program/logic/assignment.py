class AssignmentError(Exception):
    pass
