package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/**
 * {@code AWS::IAM::UserPolicy}, {@code RolePolicy} and {@code GroupPolicy}: an inline policy of one
 * entity. Another name or entity makes another resource.
 *
 * @param entity how the operations call it: User, Role or Group
 */
record IamInlinePolicy(String entity) implements ResourceType {
    private static final String SERVICE = "iam";
    private static final String NAME = "PolicyName";
    private static final String DOCUMENT = "PolicyDocument";

    @Override
    public String name() {
        return "AWS::IAM::" + entity + "Policy";
    }

    @Override
    public Set<String> properties() {
        return Set.of(NAME, DOCUMENT + ".*", holder());
    }

    private String holder() {
        return entity + "Name";
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return target.named(SERVICE, "Get" + entity + "Policy", input(declared), id(declared));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = input(declared);
        input.put(DOCUMENT, Target.document(declared.path(DOCUMENT)));
        target.call(SERVICE, "Put" + entity + "Policy", input);
        return new Physical(id(declared));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return create(target, declared);
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "Delete" + entity + "Policy", input(declared));
    }

    private ObjectNode input(ObjectNode declared) {
        return Target.input()
                .put(NAME, declared.path(NAME).asText())
                .put(holder(), declared.path(holder()).asText());
    }

    private String id(ObjectNode declared) {
        return declared.path(NAME).asText() + '|' + declared.path(holder()).asText();
    }
}
