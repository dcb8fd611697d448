"""By when a customer is answered and what came of it: from facts, a promise and a calendar alone. Pure."""

from assignments.sla.clock import Clock as Clock
from assignments.sla.clock import Promise as Promise
from assignments.sla.clock import Verdict as Verdict
from assignments.sla.clock import fingerprint as fingerprint
from assignments.sla.clock import step_at as step_at
from assignments.sla.explaining import Explanation as Explanation
from assignments.sla.explaining import explain as explain
from assignments.sla.facts import Closing as Closing
from assignments.sla.facts import Contact as Contact
from assignments.sla.facts import Facts as Facts
from assignments.sla.facts import Wait as Wait
from assignments.sla.responses import first_response as first_response
from assignments.sla.responses import next_response as next_response
from assignments.sla.responses import next_responses as next_responses
from assignments.sla.responses import owner_response as owner_response
from assignments.sla.responses import rounds as rounds
