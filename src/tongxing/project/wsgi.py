"""What granian serves."""

from __future__ import annotations

import os

from tongxing.project.loading import loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxing.project.settings")
with loading():
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
