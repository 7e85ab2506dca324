"""What an aanbieder has under way: the start page, the list of sent berichten, and the concepten."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("onderweg", __name__)


def aanbieder_start() -> ResponseReturnValue:
    """Show what needs this organisation now, what is under way, and the concepten."""
    return render_template("aanbieder/start.html")
