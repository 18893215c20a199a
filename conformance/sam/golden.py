"""Compares what SAM's translator makes of templates with what a checkout made. golden.py INPUTS EXPECTED MADE"""
import collections
import functools
import json
import logging
import os
import re
import sys

os.environ["AWS_DEFAULT_REGION"] = "ap-southeast-1"

from botocore.exceptions import BotoCoreError
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

logging.disable(logging.CRITICAL)

PARAMETERS = {"param1": "value1", "param2": "value2"}
REFUSED = re.compile(
    "AWS::Serverless::(GraphQLApi|CapacityProvider|WebFunction|MicrovmImage|NetworkConnector)|CapacityProviderConfig"
)


class NoPolicies:
    """No account is asked for its managed policies: the translator knows AWS's own."""

    def load(self):
        return {}


def expected(template):
    """What the translator makes of a template, and what it says against it."""
    try:
        return transform(json.loads(json.dumps(template)), PARAMETERS, NoPolicies()), None
    except InvalidDocumentException as rejection:
        return None, " ".join(cause.message for cause in rejection.causes)
    except BotoCoreError:
        # It asks AWS's repository of applications, which takes an account.
        return None, None


def compare(one, other):
    if isinstance(one, dict) and isinstance(other, dict):
        one, other = json.dumps(one, sort_keys=True), json.dumps(other, sort_keys=True)
    if type(one) is not type(other):
        one, other = type(one).__name__, type(other).__name__
    return (one > other) - (one < other)


def sorted_deeply(value):
    """Lists compare without order, as in the translator's own tests; both ways to write Fn::GetAtt are one."""
    if isinstance(value, dict):
        if list(value) == ["Fn::GetAtt"] and isinstance(value["Fn::GetAtt"], str):
            value = {"Fn::GetAtt": value["Fn::GetAtt"].split(".", 1)}
        return {key: sorted_deeply(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted((sorted_deeply(each) for each in value), key=functools.cmp_to_key(compare))
    return value


def has_null(value):
    if isinstance(value, dict):
        value = list(value.values())
    return any(has_null(each) for each in value) if isinstance(value, list) else value is None


def first_difference(want, made, path=""):
    if isinstance(want, dict) and isinstance(made, dict):
        for key in sorted(set(want) | set(made)):
            if key not in made or key not in want:
                return f"{path}/{key} is {'missing' if key in want else 'not wanted'}"
            if want[key] != made[key]:
                return first_difference(want[key], made[key], f"{path}/{key}")
    if isinstance(want, list) and isinstance(made, list) and len(want) == len(made):
        for place, (one, other) in enumerate(zip(want, made)):
            if one != other:
                return first_difference(one, other, f"{path}[{place}]")
    return f"{path}: {json.dumps(want)[:100]} wanted, not {json.dumps(made)[:100]}"


def read(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return file.read()


def main(inputs, kept, made_folder):
    os.makedirs(kept, exist_ok=True)
    counts = collections.Counter()
    causes = collections.defaultdict(list)
    for name in sorted(each[:-5] for each in os.listdir(inputs) if each.endswith(".yaml")):
        text = read(inputs, name + ".yaml")
        if REFUSED.search(text):
            counts["apart"] += 1
            continue
        template = yaml_parse(text)
        want, said = expected(template)
        if want is None and said is None:
            counts["apart"] += 1
            continue
        made, against = read(made_folder, name + ".json"), read(made_folder, name + ".err")
        with open(os.path.join(kept, name + (".json" if said is None else ".err")), "w", encoding="utf-8") as file:
            file.write(json.dumps(want, indent=1, sort_keys=True) if said is None else said)
        if said is not None:
            counts["invalid"] += 1
            counts["rejected"] += against is not None
            counts["words"] += against == said
            if against is None:
                causes["invalid for SAM, and accepted"].append(f"{name}: {said[:160]}")
            continue
        counts["templates"] += 1
        if made is not None:
            want, made = sorted_deeply(want), sorted_deeply(json.loads(made))
            if want == made:
                counts["equal"] += 1
                continue
        cause = "nulls, which CloudFormation rejects" if has_null(template) else "expanded otherwise"
        problem = first_difference(want, made) if made is not None else f"rejected: {against[:160]}"
        causes[cause].append(f"{name}: {problem}")
    share = 100 * counts["equal"] / max(1, counts["templates"])
    print(f"equal: {counts['equal']} of {counts['templates']} ({share:.1f} %)")
    print(f"rejected as by SAM: {counts['rejected']} of {counts['invalid']}, {counts['words']} in the same words")
    print(f"apart, with what is refused by name: {counts['apart']}")
    for cause, names in causes.items():
        print(f"{cause}: {len(names)}")
        for each in names:
            print(f"    {each}")
    return 0 if share >= float(os.environ.get("SAM_GOLDEN_FLOOR", "96")) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
