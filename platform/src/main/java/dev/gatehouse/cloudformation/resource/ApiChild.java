package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * An API Gateway resource whose operations take its properties as they are, but for the case of the
 * names: {@code Create…}, {@code Update…} and {@code Delete…}.
 *
 * @param name the type
 * @param properties what it understands
 * @param replacing properties whose change makes a new one
 * @param operations how it is made, changed and removed
 * @param attributes members of the create answer that Fn::GetAtt offers
 */
record ApiChild(
        String name,
        Set<String> properties,
        Set<String> replacing,
        Operations operations,
        Set<String> attributes)
        implements ResourceType {

    /**
     * @param service the model's name: {@code apigateway}, whose members begin with a small letter,
     *     or {@code apigatewayv2}, whose members are called as the properties are
     * @param noun what the operations are called after: Create, Update and Delete of it
     * @param idMember the member that holds its id, in the answer and in later inputs
     * @param parentMember the member that names its API; empty for the API itself
     */
    record Operations(String service, String noun, String idMember, String parentMember) {
        /** Properties under the names of the service's members. */
        ObjectNode members(ObjectNode declared) {
            return isLower() ? MemberNames.lower(declared) : declared.deepCopy();
        }

        String member(String property) {
            return isLower() ? MemberNames.lowerFirst(property) : property;
        }

        private boolean isLower() {
            return service.equals("apigateway");
        }
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = operations.members(declared);
        String name = operations.member("Name");
        if (parentless() && !input.has(name)) {
            input.put(name, target.stack());
        }
        JsonNode answer = target.call(operations.service(), "Create" + operations.noun(), input);
        return physical(answer);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = operations.members(declared);
        input.put(operations.idMember(), current.id());
        JsonNode answer = target.call(operations.service(), "Update" + operations.noun(), input);
        return new Physical(current.id(), physical(answer).attributes());
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode input = Target.input().put(operations.idMember(), current.id());
        if (!parentless()) {
            JsonNode parent = operations.members(declared).path(operations.parentMember());
            input.put(operations.parentMember(), parent.asText());
        }
        target.remove(operations.service(), "Delete" + operations.noun(), input);
    }

    private Physical physical(JsonNode answer) {
        Physical made = new Physical(answer.path(operations.idMember()).asText());
        for (String attribute : attributes) {
            String member = operations.member(attribute);
            made = made.with(attribute, answer.path(member).asText());
        }
        return made;
    }

    private boolean parentless() {
        return operations.parentMember().isEmpty();
    }
}
