package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.MemberNames;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A resource of API Gateway, whose operations take its properties as they are but for the case of
 * the names: {@code Create…}, {@code Update…} and {@code Delete…}.
 *
 * @param name the type
 * @param properties what it understands
 * @param attributes members of the create response that Fn::GetAtt offers; one that is not there is
 *     the id
 * @param operations the operations it is made, changed and removed by
 * @param updates how it is changed
 */
record ApiResource(
        String name,
        Set<String> properties,
        Set<String> attributes,
        Operations operations,
        Updates updates)
        implements ResourceType {
    private static final Set<String> DOCUMENTS = Set.of("Policy", "Schema");
    private static final String RESPONSES = "ResponseParameters";

    /**
     * @param service the model's name: {@code apigateway}, whose members begin with a small letter,
     *     or {@code apigatewayv2}, whose members are called as the properties are
     * @param noun what the operations are called after: Create, Update and Delete of it
     * @param answerMember the member that holds its id in responses
     * @param idMember the member that names it in inputs
     * @param parentMember the member that names its API; empty for the API itself
     * @param looks the properties by which one that was just made is known among the others
     * @param ownerMember the member that names what it belongs to within its API; empty for the API
     *     itself
     */
    record Operations(
            String service,
            String noun,
            String responseMember,
            String idMember,
            String parentMember,
            Set<String> looks,
            String ownerMember) {

        /** Of what belongs to an API, or is one. */
        Operations(
                String service,
                String noun,
                String responseMember,
                String idMember,
                String parentMember,
                Set<String> looks) {
            this(service, noun, responseMember, idMember, parentMember, looks, "");
        }

        /** Properties under the names of the service's members. */
        ObjectNode members(ObjectNode declared) {
            ObjectNode written = written(declared);
            return isLower() ? MemberNames.lower(written) : written;
        }

        /**
         * A policy or schema is a document in templates, and the text of one in the service's
         * inputs; what integrations of HTTP APIs change of responses is a list there, and here a
         * map.
         */
        static ObjectNode written(ObjectNode declared) {
            ObjectNode written = declared.deepCopy();
            for (String document : DOCUMENTS) {
                if (written.path(document).isObject()) {
                    written.put(document, written.path(document).toString());
                }
            }
            written.path(RESPONSES)
                    .properties()
                    .forEach(status -> status.setValue(changes(status.getValue())));
            return written;
        }

        private static JsonNode changes(JsonNode declared) {
            if (!declared.has(RESPONSES)) {
                return declared;
            }
            ObjectNode changes = Target.input();
            declared.get(RESPONSES)
                    .forEach(
                            each ->
                                    changes.set(
                                            each.path("Destination").asText(),
                                            each.path("Source")));
            return changes;
        }

        String member(String property) {
            return isLower() ? MemberNames.lowerFirst(property) : property;
        }

        /** The members that name an existing one. */
        ObjectNode identity(Physical current, ObjectNode declared) {
            ObjectNode input = Target.input().put(idMember, current.id());
            if (!isApi()) {
                input.setAll(parents(declared));
            }
            return input;
        }

        /** The members that name what it belongs to. */
        ObjectNode parents(ObjectNode declared) {
            ObjectNode given = members(declared);
            ObjectNode parents = Target.input();
            parents.put(parentMember, given.path(parentMember).asText());
            if (!ownerMember.isEmpty()) {
                parents.put(ownerMember, given.path(ownerMember).asText());
            }
            return parents;
        }

        boolean looksLike(JsonNode one, ObjectNode wanted) {
            return looks.stream()
                    .map(this::member)
                    .allMatch(name -> one.path(name).asText().equals(wanted.path(name).asText()));
        }

        /** The member that asks a list for more. */
        String nextMember() {
            return isLower() ? "position" : "NextToken";
        }

        boolean isApi() {
            return parentMember.isEmpty();
        }

        private boolean isLower() {
            return service.equals("apigateway");
        }
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        ObjectNode wanted = operations.members(named(target, declared));
        ObjectNode input = Target.input();
        if (!operations.isApi()) {
            input.setAll(operations.parents(declared));
        }
        List<Physical> found = new ArrayList<>();
        String next = operations.nextMember();
        while (true) {
            Optional<JsonNode> page =
                    target.read(operations.service(), "Get" + operations.noun() + "s", input);
            page.ifPresent(list -> collect(list, wanted, found));
            JsonNode more = page.map(list -> list.path(next)).orElse(MissingNode.getInstance());
            if (!more.isTextual()) {
                return found;
            }
            input.set(next, more);
        }
    }

    private void collect(JsonNode page, ObjectNode wanted, List<Physical> found) {
        page.valueStream()
                .filter(JsonNode::isArray)
                .flatMap(JsonNode::valueStream)
                .filter(each -> operations.looksLike(each, wanted))
                .forEach(
                        each ->
                                found.add(
                                        new Physical(
                                                each.path(operations.responseMember()).asText())));
    }

    /** An API without a name is called as its stack. */
    private ObjectNode named(Target target, ObjectNode declared) {
        return operations.isApi() && !declared.has("Name")
                ? declared.deepCopy().put("Name", target.stack())
                : declared;
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = operations.members(named(target, declared));
        JsonNode response = target.call(operations.service(), "Create" + operations.noun(), input);
        Physical made = new Physical(response.path(operations.responseMember()).asText());
        for (String attribute : attributes) {
            String member = operations.member(attribute);
            made = made.with(attribute, response.path(member).asText(made.id()));
        }
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        updates.update(
                target,
                operations,
                current,
                Operations.written(before),
                Operations.written(declared));
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(
                operations.service(),
                "Delete" + operations.noun(),
                operations.identity(current, declared));
    }
}
