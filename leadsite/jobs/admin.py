"""The jobs as staff see them."""

from django.contrib import admin
from procrastinate.contrib.django.models import ProcrastinateJob

# Procrastinate's own page shows what is stored; ours says what it means.
admin.site.unregister(ProcrastinateJob)
