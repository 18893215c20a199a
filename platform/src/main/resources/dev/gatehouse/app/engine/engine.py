"""moto's server beside a node: it ends when its input does, and tells on its output, a line of JSON each, what functions are sent."""

import json
import os
import sys
import threading

threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()

# What else prints shall not be taken for a line of these.
told = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
one_at_a_time = threading.Lock()

from moto.server import main
from moto.sns.models import Subscription

publish = Subscription.publish


def tell(self, message, message_id, subject=None, message_attributes=None, message_structure=None, **others):
    """moto would send it to functions of its own, of which there are none."""
    if self.protocol != "lambda":
        return publish(
            self,
            message,
            message_id,
            subject=subject,
            message_attributes=message_attributes,
            message_structure=message_structure,
            **others,
        )
    matcher = self._filter_policy_matcher
    if matcher is not None and not matcher.matches(message_attributes, message):
        return None
    if message_structure == "json":
        message = self._parse_message_structure(message, self.protocol)
    line = {
        "function": self.endpoint,
        "topic": self.topic.arn,
        "subscription": self.arn,
        "id": message_id,
        "subject": subject,
        "message": message,
        "attributes": message_attributes or {},
    }
    with one_at_a_time:
        told.write(json.dumps(line) + "\n")
        told.flush()


Subscription.publish = tell
main(sys.argv[1:])
