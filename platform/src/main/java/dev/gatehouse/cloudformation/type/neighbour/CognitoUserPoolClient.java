package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code AWS::Cognito::UserPoolClient}. */
final class CognitoUserPoolClient implements ResourceType {
    private static final String ID = "ClientId";
    private static final String NAME = "ClientName";
    private static final int PAGE = 60;

    /** Cognito sets what it is not told back to its defaults. */
    private static final Set<String> CHANGEABLE =
            Set.of(
                    "AccessTokenValidity",
                    "AllowedOAuthFlows",
                    "AllowedOAuthFlowsUserPoolClient",
                    "AllowedOAuthScopes",
                    "AnalyticsConfiguration",
                    "AuthSessionValidity",
                    "CallbackURLs",
                    "DefaultRedirectURI",
                    "EnablePropagateAdditionalUserContextData",
                    "EnableTokenRevocation",
                    "ExplicitAuthFlows",
                    "IdTokenValidity",
                    "LogoutURLs",
                    "PreventUserExistenceErrors",
                    "ReadAttributes",
                    "RefreshTokenRotation",
                    "RefreshTokenValidity",
                    "SupportedIdentityProviders",
                    "TokenValidityUnits",
                    "WriteAttributes");

    @Override
    public String name() {
        return "AWS::Cognito::UserPoolClient";
    }

    @Override
    public Set<String> properties() {
        Set<String> properties = new TreeSet<>(CHANGEABLE);
        properties.addAll(
                Set.of(
                        CognitoUserPool.ID,
                        NAME,
                        "GenerateSecret",
                        "AnalyticsConfiguration.*",
                        "RefreshTokenRotation.*",
                        "TokenValidityUnits.*"));
        return properties;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        List<Physical> found = new ArrayList<>();
        ObjectNode input = pool(declared).put("MaxResults", PAGE);
        String wanted = nameOf(target, declared);
        target.read(CognitoUserPool.SERVICE, "ListUserPoolClients", input)
                .ifPresent(
                        list ->
                                list.path("UserPoolClients")
                                        .forEach(
                                                client -> {
                                                    if (client.path(NAME).asText().equals(wanted)) {
                                                        found.add(physical(client));
                                                    }
                                                }));
        return found;
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = Differences.pick(declared, new TreeSet<>(CHANGEABLE));
        input.setAll(pool(declared));
        input.put(NAME, nameOf(target, declared));
        if (declared.has("GenerateSecret")) {
            input.set("GenerateSecret", declared.get("GenerateSecret"));
        }
        return physical(
                target.call(CognitoUserPool.SERVICE, "CreateUserPoolClient", input)
                        .path("UserPoolClient"));
    }

    private static Physical physical(JsonNode client) {
        String id = client.path(ID).asText();
        Physical made = new Physical(id).with(ID, id).with("Name", client.path(NAME).asText());
        return client.has("ClientSecret")
                ? made.with("ClientSecret", client.get("ClientSecret").asText())
                : made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = Differences.pick(declared, new TreeSet<>(CHANGEABLE));
        input.setAll(pool(declared));
        input.put(ID, current.id()).put(NAME, nameOf(target, declared));
        target.call(CognitoUserPool.SERVICE, "UpdateUserPoolClient", input);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode input = pool(declared).put(ID, current.id());
        target.remove(CognitoUserPool.SERVICE, "DeleteUserPoolClient", input);
    }

    private static ObjectNode pool(ObjectNode declared) {
        return Target.input().put(CognitoUserPool.ID, declared.path(CognitoUserPool.ID).asText());
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME) ? declared.get(NAME).asText() : target.generatedName(128);
    }
}
