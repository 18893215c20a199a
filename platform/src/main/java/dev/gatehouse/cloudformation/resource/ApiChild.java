package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A resource of API Gateway, whose operations take its properties as they are but for the case of
 * the names: how it is made, and what its updates are told.
 *
 * @param name the type
 * @param properties what it understands
 * @param replacing properties whose change makes a new one
 * @param operations the operations it is made, changed and removed by
 * @param attributes members of the create answer that Fn::GetAtt offers
 */
record ApiChild(
        String name,
        Set<String> properties,
        Set<String> replacing,
        Operations operations,
        Set<String> attributes) {

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

        boolean isApi() {
            return parentMember.isEmpty();
        }
    }

    Physical create(Target target, ObjectNode declared) {
        ObjectNode input = operations.members(declared);
        String name = operations.member("Name");
        if (operations.isApi() && !input.has(name)) {
            input.put(name, target.stack());
        }
        return physical(target.call(operations.service(), "Create" + operations.noun(), input));
    }

    /** What an answer tells of the resource. */
    Physical physical(JsonNode answer) {
        Physical made = new Physical(answer.path(operations.idMember()).asText());
        for (String attribute : attributes) {
            String member = operations.member(attribute);
            made = made.with(attribute, answer.path(member).asText());
        }
        return made;
    }
}
