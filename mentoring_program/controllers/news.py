from odoo.http import request, route

from ..models.mentoring_news import NO_ANSWER
from . import choices
from .common import MentoringController
from .pair import PAIR
from .typed_form import TypedForm

NEWS = f"{PAIR}/news/<asking>"
PAGE = {"type": "http", "auth": "user", "website": True}


class NewsController(MentoringController):
    """The mentee's news after the end of a pair: given, and corrected later (C10)."""

    @route(NEWS, **PAGE, methods=["GET"], readonly=True)
    def news_page(self, match_id, asking, **kwargs):
        news = self._find_news(match_id, asking)
        typed = {
            "responsibility": news.responsibility,
            "words": news.words,
            "shared": news.shared,
        }
        return self._news_render(news, typed)

    @route(NEWS, **PAGE, methods=["POST"])
    def news_save(self, match_id, asking, **kwargs):
        news = self._find_news(match_id, asking)
        form = TypedForm(request.env, request.httprequest.form)
        form.choice(
            "responsibility", self._news_get_answers(), request.env._(NO_ANSWER)
        )
        form.text("words")
        form.tick("shared")
        failure = not form.errors and self._attempt(news.action_answer, **form.values)
        if form.errors or failure:
            return self._news_render(news, form.typed, form.errors, failure)
        self._say(request.env._("Thank you for your news!"))
        return request.redirect(f"/my/mentoring/pairs/{match_id}")

    def _find_news(self, match_id, asking):
        """Return what the visitor, the mentee, was asked; "not found" for others."""
        match, side = self._find_match(match_id)
        news = match.news_ids.filtered(lambda news: news.asking == asking)
        if side != "mentee" or not news:
            raise request.not_found()
        return news

    def _news_get_answers(self):
        return choices.selection(request.env, "mentoring.news", "responsibility")

    def _news_render(self, news, typed, errors=None, failure=None):
        match = news.match_id
        name = match._get_other_name("mentee")
        pair_title = request.env._("You and %(name)s", name=name)
        values = {
            "news": news,
            "match": match,
            "answers": self._news_get_answers(),
            "action": f"/my/mentoring/pairs/{match.id}/news/{news.asking}",
            "typed": typed,
            "errors": errors,
            "crumbs": [(pair_title, f"/my/mentoring/pairs/{match.id}")],
        }
        if failure:
            values["message"] = {"text": failure, "kind": "danger"}
        return self._render("mentoring_program.news_page", values)
