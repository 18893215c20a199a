package dev.gatehouse.app;

import java.util.List;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/** Makes change sets and reads them. */
record ChangeSets(CloudFormationClient stacks) {

    String creating(String stack, String name, String template) {
        return change(ChangeSetType.CREATE, stack, name, template);
    }

    String creating(String stack, String name, String template, Capability... capabilities) {
        return stacks.createChangeSet(
                        r ->
                                r.stackName(stack)
                                        .changeSetName(name)
                                        .changeSetType(ChangeSetType.CREATE)
                                        .templateBody(template)
                                        .capabilities(capabilities))
                .id();
    }

    String changing(String stack, String name, String template) {
        return change(ChangeSetType.UPDATE, stack, name, template);
    }

    String changing(String type, String stack, String name, String template) {
        return change(ChangeSetType.fromValue(type), stack, name, template);
    }

    String change(
            ChangeSetType type,
            String stack,
            String name,
            String template,
            Parameter... parameters) {
        return stacks.createChangeSet(
                        r ->
                                r.stackName(stack)
                                        .changeSetName(name)
                                        .changeSetType(type)
                                        .templateBody(template)
                                        .parameters(parameters)
                                        .capabilities(Capability.CAPABILITY_NAMED_IAM))
                .id();
    }

    ResourceChange change(String stack, String set, String logicalId) {
        return describe(stack, set).changes().stream()
                .map(change -> change.resourceChange())
                .filter(change -> change.logicalResourceId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    DescribeChangeSetResponse describe(String stack, String set) {
        return stacks.describeChangeSet(r -> r.stackName(stack).changeSetName(set));
    }

    List<String> sets(String stack) {
        return stacks.listChangeSets(r -> r.stackName(stack)).summaries().stream()
                .map(ChangeSetSummary::changeSetName)
                .toList();
    }
}
