"""Working time: what counts of the time between two moments, and when so much of it has passed. Pure."""

from assignments.working_time.arithmetic import Deadline as Deadline
from assignments.working_time.arithmetic import Pause as Pause
from assignments.working_time.arithmetic import counted as counted
from assignments.working_time.arithmetic import deadline as deadline
from assignments.working_time.arithmetic import elapsed as elapsed
from assignments.working_time.arithmetic import is_open as is_open
from assignments.working_time.arithmetic import next_opening as next_opening
from assignments.working_time.calendar import WorkingCalendar as WorkingCalendar
from assignments.working_time.parts import Closure as Closure
from assignments.working_time.parts import Holiday as Holiday
from assignments.working_time.parts import Span as Span
from assignments.working_time.parts import UnsoundCalendar as UnsoundCalendar
from assignments.working_time.segments import Segment as Segment
from assignments.working_time.segments import Why as Why
from assignments.working_time.segments import segments as segments
