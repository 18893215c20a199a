package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code AWS::Cognito::IdentityPool}, without Cognito Sync. */
final class CognitoIdentityPool implements ResourceType {
    private static final String SERVICE = "cognitoidentity";
    private static final String ID = "IdentityPoolId";
    private static final String NAME = "IdentityPoolName";
    private static final String TAGS = "IdentityPoolTags";
    private static final int PAGE = 60;

    /** An account has a thousand pools, which may be raised. */
    private static final int MOST_PAGES = 1_000;

    /** Told whole with every change. */
    private static final List<String> SETTINGS =
            List.of(
                    "AllowClassicFlow",
                    "AllowUnauthenticatedIdentities",
                    "CognitoIdentityProviders",
                    "DeveloperProviderName",
                    "OpenIdConnectProviderARNs",
                    "SamlProviderARNs",
                    "SupportedLoginProviders");

    @Override
    public String name() {
        return "AWS::Cognito::IdentityPool";
    }

    @Override
    public Set<String> properties() {
        Set<String> known = new HashSet<>(SETTINGS);
        known.addAll(
                Set.of(
                        NAME,
                        TAGS + ".*",
                        "SupportedLoginProviders.*",
                        "CognitoIdentityProviders.ClientId",
                        "CognitoIdentityProviders.ProviderName",
                        "CognitoIdentityProviders.ServerSideTokenCheck"));
        return known;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        List<Physical> found = new ArrayList<>();
        String wanted = nameOf(target, declared);
        ObjectNode input = Target.input().put("MaxResults", PAGE);
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode list = target.call(SERVICE, "ListIdentityPools", input);
            for (JsonNode pool : list.path("IdentityPools")) {
                if (pool.path(NAME).asText().equals(wanted)) {
                    found.add(physical(pool));
                }
            }
            if (!list.path("NextToken").isTextual()) {
                break;
            }
            input.set("NextToken", list.get("NextToken"));
        }
        return found;
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = input(target, declared);
        ObjectNode tags = Tagging.map(declared.path(TAGS));
        if (!tags.isEmpty()) {
            input.set(TAGS, tags);
        }
        return physical(target.call(SERVICE, "CreateIdentityPool", input));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = input(target, declared).put(ID, current.id());
        ObjectNode tags = Tagging.map(declared.path(TAGS));
        if (!tags.isEmpty()) {
            input.set(TAGS, tags);
        }
        target.call(SERVICE, "UpdateIdentityPool", input);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteIdentityPool", Target.input().put(ID, current.id()));
    }

    private static ObjectNode input(Target target, ObjectNode declared) {
        return Differences.pick(declared, SETTINGS).put(NAME, nameOf(target, declared));
    }

    private static Physical physical(JsonNode pool) {
        String id = pool.path(ID).asText();
        return new Physical(id).with("Id", id).with("Name", pool.path(NAME).asText());
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME) ? declared.get(NAME).asText() : target.generatedName(128);
    }
}
