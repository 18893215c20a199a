package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code AWS::Cognito::UserPool}. */
final class CognitoUserPool implements ResourceType {
    static final String SERVICE = "cognitoidp";
    static final String ID = "UserPoolId";
    private static final String NAME = "UserPoolName";
    private static final String SCHEMA = "Schema";
    private static final int PAGE = 60;

    /** What can change; Cognito sets what it is not told back to its defaults. */
    private static final Set<String> CHANGEABLE =
            Set.of(
                    "AccountRecoverySetting",
                    "AdminCreateUserConfig",
                    "AutoVerifiedAttributes",
                    "DeletionProtection",
                    "DeviceConfiguration",
                    "EmailConfiguration",
                    "EmailVerificationMessage",
                    "EmailVerificationSubject",
                    "LambdaConfig",
                    "MfaConfiguration",
                    "Policies",
                    "SmsAuthenticationMessage",
                    "SmsConfiguration",
                    "SmsVerificationMessage",
                    "UserAttributeUpdateSettings",
                    "UserPoolAddOns",
                    "UserPoolTags",
                    "VerificationMessageTemplate");

    /** What a pool has for ever. */
    private static final Set<String> FIXED =
            Set.of("AliasAttributes", "UsernameAttributes", "UsernameConfiguration");

    @Override
    public String name() {
        return "AWS::Cognito::UserPool";
    }

    @Override
    public Set<String> properties() {
        Set<String> properties = new TreeSet<>(Set.of(NAME, SCHEMA + ".*"));
        CHANGEABLE.forEach(each -> properties.add(each));
        CHANGEABLE.forEach(each -> properties.add(each + ".*"));
        properties.addAll(FIXED);
        properties.add("UsernameConfiguration.*");
        return properties;
    }

    @Override
    public Set<String> replacing() {
        return FIXED;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        List<Physical> found = new ArrayList<>();
        ObjectNode input = Target.input().put("MaxResults", PAGE);
        String wanted = nameOf(target, declared);
        target.call(SERVICE, "ListUserPools", input)
                .path("UserPools")
                .forEach(
                        pool -> {
                            if (pool.path("Name").asText().equals(wanted)) {
                                found.add(physical(target, pool));
                            }
                        });
        return found;
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        Set<String> given = new TreeSet<>(CHANGEABLE);
        given.addAll(FIXED);
        given.add(SCHEMA);
        ObjectNode input = Differences.pick(declared, given);
        input.put("PoolName", nameOf(target, declared));
        return physical(target, target.call(SERVICE, "CreateUserPool", input).path("UserPool"));
    }

    private static Physical physical(Target target, JsonNode pool) {
        String id = pool.path("Id").asText();
        String provider =
                "cognito-idp.%s.amazonaws.com/%s".formatted(target.identity().region().name(), id);
        return new Physical(id)
                .with("Arn", Differences.arn(target, "cognito-idp", "userpool/" + id))
                .with("ProviderName", provider)
                .with("ProviderURL", "https://" + provider)
                .with(ID, id);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = Differences.pick(declared, new TreeSet<>(CHANGEABLE));
        input.put(ID, current.id());
        if (Differences.any(before, declared, NAME)) {
            input.put("PoolName", nameOf(target, declared));
        }
        target.call(SERVICE, "UpdateUserPool", input);
        ArrayNode added = Target.input().arrayNode();
        declared.path(SCHEMA)
                .forEach(
                        attribute -> {
                            if (before.path(SCHEMA).valueStream().noneMatch(attribute::equals)) {
                                added.add(attribute);
                            }
                        });
        if (!added.isEmpty()) {
            ObjectNode more = Target.input().put(ID, current.id());
            more.set("CustomAttributes", added);
            target.call(SERVICE, "AddCustomAttributes", more);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteUserPool", Target.input().put(ID, current.id()));
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME) ? declared.get(NAME).asText() : target.generatedName(128);
    }
}
