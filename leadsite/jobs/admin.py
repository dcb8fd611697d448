"""Procrastinate's own page shows what is stored; ours (leadsite/jobs/page.py) says what it means."""

from django.contrib import admin
from procrastinate.contrib.django.models import ProcrastinateJob

admin.site.unregister(ProcrastinateJob)
