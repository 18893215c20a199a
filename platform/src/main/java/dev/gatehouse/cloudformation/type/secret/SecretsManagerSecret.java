package dev.gatehouse.cloudformation.type.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code AWS::SecretsManager::Secret}, written out or made by chance; without replicas. */
final class SecretsManagerSecret implements ResourceType {
    private static final String SERVICE = "secretsmanager";
    private static final String ID = "SecretId";
    private static final String NAME = "Name";
    private static final String TEXT = "SecretString";
    private static final String GENERATED = "GenerateSecretString";
    private static final String TAGS = "Tags";
    private static final String TEMPLATE = "SecretStringTemplate";
    private static final String KEY = "GenerateStringKey";
    private static final List<String> SETTINGS = List.of("Description", "KmsKeyId");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String name() {
        return "AWS::SecretsManager::Secret";
    }

    @Override
    public Set<String> properties() {
        Set<String> known = new HashSet<>(Set.of(NAME, TEXT, GENERATED + ".*", TAGS + ".*"));
        known.addAll(SETTINGS);
        return known;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return target.read(SERVICE, "DescribeSecret", secret(nameOf(target, declared)))
                .map(found -> List.of(physical(found)))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = Target.input().put(NAME, nameOf(target, declared));
        SETTINGS.stream()
                .filter(declared::has)
                .forEach(each -> input.set(each, declared.get(each)));
        String value = value(target, declared);
        if (!value.isEmpty()) {
            input.put(TEXT, value);
        }
        ArrayNode tags = tags(declared);
        if (!tags.isEmpty()) {
            input.set(TAGS, tags);
        }
        return physical(target.call(SERVICE, "CreateSecret", input));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = secret(current.id());
        for (String setting : SETTINGS) {
            if (!before.path(setting).equals(declared.path(setting))) {
                input.put(setting, declared.path(setting).asText());
            }
        }
        boolean renewed =
                !before.path(TEXT).equals(declared.path(TEXT))
                        || !before.path(GENERATED).equals(declared.path(GENERATED));
        String value = renewed ? value(target, declared) : "";
        if (!value.isEmpty()) {
            input.put(TEXT, value);
        }
        if (input.size() > 1) {
            target.call(SERVICE, "UpdateSecret", input);
        }
        ArrayNode removed = Tagging.removed(before.path(TAGS), declared.path(TAGS));
        if (!removed.isEmpty()) {
            ObjectNode untag = secret(current.id());
            untag.set("TagKeys", removed);
            target.call(SERVICE, "UntagResource", untag);
        }
        ArrayNode tags = tags(declared);
        if (!tags.isEmpty() && !before.path(TAGS).equals(declared.path(TAGS))) {
            ObjectNode tag = secret(current.id());
            tag.set(TAGS, tags);
            target.call(SERVICE, "TagResource", tag);
        }
        return current;
    }

    /** At once, as on AWS: a stack that is made again needs the name. */
    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(
                SERVICE,
                "DeleteSecret",
                secret(current.id()).put("ForceDeleteWithoutRecovery", true));
    }

    /** What it is to hold; empty for nothing. */
    private static String value(Target target, ObjectNode declared) {
        if (declared.has(TEXT) && declared.has(GENERATED)) {
            throw TemplateErrors.of(
                    "You can't specify both SecretString and GenerateSecretString.");
        }
        if (!declared.has(GENERATED)) {
            return declared.path(TEXT).asText();
        }
        ObjectNode rules = declared.path(GENERATED).deepCopy();
        JsonNode template = rules.remove(TEMPLATE);
        JsonNode key = rules.remove(KEY);
        String password =
                target.call(SERVICE, "GetRandomPassword", rules).path("RandomPassword").asText();
        if ((template == null) != (key == null)) {
            throw TemplateErrors.of(
                    "You must specify both SecretStringTemplate and GenerateStringKey, or"
                            + " neither.");
        }
        return template == null || key == null
                ? password
                : filled(template.asText(), key.asText(), password);
    }

    private static String filled(String template, String key, String password) {
        try {
            if (JSON.readTree(template) instanceof ObjectNode object) {
                return object.put(key, password).toString();
            }
        } catch (JsonProcessingException malformed) {
            throw TemplateErrors.of("The SecretStringTemplate is not valid JSON.");
        }
        throw TemplateErrors.of("The SecretStringTemplate is not a JSON object.");
    }

    private static ArrayNode tags(ObjectNode declared) {
        ArrayNode tags = Target.input().arrayNode();
        for (Map.Entry<String, JsonNode> tag : Tagging.map(declared.path(TAGS)).properties()) {
            tags.addObject().put("Key", tag.getKey()).put("Value", tag.getValue().asText());
        }
        return tags;
    }

    private static ObjectNode secret(String id) {
        return Target.input().put(ID, id);
    }

    private static Physical physical(JsonNode secret) {
        String arn = secret.path("ARN").asText();
        return new Physical(arn).with("Id", arn);
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME)
                ? declared.get(NAME).asText()
                : target.logicalId() + "-" + target.token();
    }
}
