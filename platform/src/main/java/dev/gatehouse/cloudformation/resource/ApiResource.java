package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A resource of API Gateway, whose operations take its properties as they are but for the case of
 * the names: {@code Create…}, {@code Update…} and {@code Delete…}.
 *
 * @param name the type
 * @param properties what it understands
 * @param attributes members of the create answer that Fn::GetAtt offers
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

    /**
     * @param service the model's name: {@code apigateway}, whose members begin with a small letter,
     *     or {@code apigatewayv2}, whose members are called as the properties are
     * @param noun what the operations are called after: Create, Update and Delete of it
     * @param answerMember the member that holds its id in answers
     * @param idMember the member that names it in inputs
     * @param parentMember the member that names its API; empty for the API itself
     */
    record Operations(
            String service,
            String noun,
            String answerMember,
            String idMember,
            String parentMember) {
        /** Properties under the names of the service's members. */
        ObjectNode members(ObjectNode declared) {
            return isLower() ? MemberNames.lower(declared) : declared.deepCopy();
        }

        String member(String property) {
            return isLower() ? MemberNames.lowerFirst(property) : property;
        }

        /** The members that name an existing one. */
        ObjectNode identity(Physical current, ObjectNode declared) {
            ObjectNode input = Target.input().put(idMember, current.id());
            if (!isApi()) {
                input.put(parentMember, members(declared).path(parentMember).asText());
            }
            return input;
        }

        boolean isApi() {
            return parentMember.isEmpty();
        }

        private boolean isLower() {
            return service.equals("apigateway");
        }
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = operations.members(declared);
        String name = operations.member("Name");
        if (operations.isApi() && !input.has(name)) {
            input.put(name, target.stack());
        }
        JsonNode answer = target.call(operations.service(), "Create" + operations.noun(), input);
        Physical made = new Physical(answer.path(operations.answerMember()).asText());
        for (String attribute : attributes) {
            String member = operations.member(attribute);
            made = made.with(attribute, answer.path(member).asText());
        }
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        updates.update(target, operations, current, before, declared);
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
