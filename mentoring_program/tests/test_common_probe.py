from odoo.tests import tagged
from .common import MentoringCase, MentoringHttpCase, MentoringMailCase
@tagged("post_install", "-at_install")
class TestProbe(MentoringCase):
    def test_all(self):
        for s in ("draft","submitted","waiting","refused","withdrawn"):
            self._make_application(state=s)
        for s in ("draft","submitted","approved","paused","left","refused"):
            self.assertEqual(self._make_mentor(state=s).state, s)
        for s in ("draft","proposed","active","ended","declined","expired","cancelled"):
            self._make_match(state=s)
        m = self._make_pair()
        for s in ("planned","done","missed","cancelled"):
            self.assertEqual(self._make_session(m, s).state, s)
        self._write_notes(self._make_session(m, "done"))
        with self.assertRefused("Both have to accept"):
            self._make_match(state="proposed").write({"state":"active"})
        with self.assertRefused("M5"):
            m.mentor_id.capacity = 0
            m.mentor_id.flush_recordset()
        self.assertFinding(m.application_id, "experience", True)
class TestProbeMail(MentoringMailCase):
    def test_it(self):
        self._make_pair()
class TestProbeHttp(MentoringHttpCase):
    def test_it(self):
        self._make_pair()
        self._login(self.user_mentee)
        self.assertEqual(self.url_open("/my").status_code, 200)
