package dev.gatehouse.cloudformation.type.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code AWS::KMS::Key}: symmetric ones; the service rejects others by name. */
final class KmsKey implements ResourceType {
    private static final String SERVICE = "kms";
    private static final String ID = "KeyId";
    private static final String POLICY = "KeyPolicy";
    private static final String DESCRIPTION = "Description";
    private static final String ENABLED = "Enabled";
    private static final String ROTATES = "EnableKeyRotation";
    private static final String PERIOD = "RotationPeriodInDays";
    private static final String WINDOW = "PendingWindowInDays";
    private static final String BYPASS = "BypassPolicyLockoutSafetyCheck";
    private static final String TAGS = "Tags";
    private static final List<String> SORT =
            List.of("KeySpec", "KeyUsage", "Origin", "MultiRegion");

    @Override
    public String name() {
        return "AWS::KMS::Key";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                POLICY + ".*",
                DESCRIPTION,
                ENABLED,
                ROTATES,
                PERIOD,
                WINDOW,
                BYPASS,
                TAGS + ".*",
                "KeySpec",
                "KeyUsage",
                "Origin",
                "MultiRegion");
    }

    @Override
    public Set<String> replacing() {
        return Set.copyOf(SORT);
    }

    /** Keys have no names of their own: those that are described alike. */
    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        List<Physical> found = new ArrayList<>();
        ObjectNode input = Target.input();
        boolean more = true;
        while (more) {
            JsonNode page = target.call(SERVICE, "ListKeys", input);
            for (JsonNode each : page.path("Keys")) {
                described(target, each.path(ID).asText())
                        .filter(key -> !key.path("KeyState").asText().equals("PendingDeletion"))
                        .filter(
                                key ->
                                        key.path(DESCRIPTION)
                                                .asText()
                                                .equals(declared.path(DESCRIPTION).asText()))
                        .ifPresent(key -> found.add(physical(key)));
            }
            more = page.path("Truncated").asBoolean();
            input.set("Marker", page.path("NextMarker"));
        }
        return found;
    }

    /** What may be seen of a key; another's may be closed to the stack's owner. */
    private static Optional<JsonNode> described(Target target, String id) {
        try {
            return target.read(SERVICE, "DescribeKey", key(id)).map(one -> one.path("KeyMetadata"));
        } catch (ServiceException denied) {
            if (denied.code().startsWith("AccessDenied")) {
                return Optional.empty();
            }
            throw denied;
        }
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = Target.input();
        SORT.forEach(each -> copy(declared, input, each));
        copy(declared, input, DESCRIPTION);
        copy(declared, input, BYPASS);
        if (declared.has(POLICY)) {
            input.put("Policy", Target.document(declared.get(POLICY)));
        }
        ArrayNode tags = tags(declared);
        if (!tags.isEmpty()) {
            input.set(TAGS, tags);
        }
        Physical made = physical(target.call(SERVICE, "CreateKey", input).path("KeyMetadata"));
        Target.complete(
                () -> {
                    rotate(target, made.id(), Target.input(), declared);
                    enable(target, made.id(), Target.input(), declared);
                },
                () -> delete(target, made, declared));
        return made;
    }

    private static void copy(ObjectNode from, ObjectNode to, String name) {
        if (from.has(name)) {
            to.set(name, from.get(name));
        }
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String id = current.id();
        if (!before.path(POLICY).equals(declared.path(POLICY)) && declared.has(POLICY)) {
            ObjectNode input = key(id).put("Policy", Target.document(declared.get(POLICY)));
            copy(declared, input, BYPASS);
            target.call(SERVICE, "PutKeyPolicy", input);
        }
        if (!before.path(DESCRIPTION).equals(declared.path(DESCRIPTION))) {
            String description = declared.path(DESCRIPTION).asText();
            target.call(SERVICE, "UpdateKeyDescription", key(id).put(DESCRIPTION, description));
        }
        if (declared.path(ENABLED).asBoolean(true)) {
            enable(target, id, before, declared);
            rotate(target, id, before, declared);
        } else {
            rotate(target, id, before, declared);
            enable(target, id, before, declared);
        }
        ArrayNode removed = Tagging.removed(before.path(TAGS), declared.path(TAGS));
        if (!removed.isEmpty()) {
            ObjectNode input = key(id);
            input.set("TagKeys", removed);
            target.call(SERVICE, "UntagResource", input);
        }
        ArrayNode tags = tags(declared);
        if (!tags.isEmpty() && !before.path(TAGS).equals(declared.path(TAGS))) {
            ObjectNode input = key(id);
            input.set(TAGS, tags);
            target.call(SERVICE, "TagResource", input);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode input = key(current.id());
        copy(declared, input, WINDOW);
        boolean there =
                target.read(SERVICE, "DescribeKey", key(current.id()))
                        .map(found -> found.path("KeyMetadata").path("KeyState").asText())
                        .filter(state -> !state.equals("PendingDeletion"))
                        .isPresent();
        if (there) {
            target.remove(SERVICE, "ScheduleKeyDeletion", input);
        }
    }

    private static void enable(Target target, String id, ObjectNode before, ObjectNode declared) {
        boolean is = declared.path(ENABLED).asBoolean(true);
        if (is != before.path(ENABLED).asBoolean(true)) {
            target.call(SERVICE, is ? "EnableKey" : "DisableKey", key(id));
        }
    }

    private static void rotate(Target target, String id, ObjectNode before, ObjectNode declared) {
        boolean does = declared.path(ROTATES).asBoolean();
        boolean same =
                does == before.path(ROTATES).asBoolean()
                        && before.path(PERIOD).equals(declared.path(PERIOD));
        if (same) {
            return;
        }
        ObjectNode input = key(id);
        if (does) {
            copy(declared, input, PERIOD);
        }
        target.call(SERVICE, does ? "EnableKeyRotation" : "DisableKeyRotation", input);
    }

    private static ArrayNode tags(ObjectNode declared) {
        ArrayNode tags = Target.input().arrayNode();
        for (Map.Entry<String, JsonNode> tag : Tagging.map(declared.path(TAGS)).properties()) {
            tags.addObject().put("TagKey", tag.getKey()).put("TagValue", tag.getValue().asText());
        }
        return tags;
    }

    private static ObjectNode key(String id) {
        return Target.input().put(ID, id);
    }

    private static Physical physical(JsonNode key) {
        String id = key.path(ID).asText();
        return new Physical(id).with("Arn", key.path("Arn").asText()).with(ID, id);
    }
}
