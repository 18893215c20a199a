package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.cloudformation.CloudFormation;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.cloudformation.operation.Stacks;
import dev.gatehouse.wire.Service;

/** The implemented operations of CloudFormation. */
public final class CloudFormationService {
    private CloudFormationService() {}

    /** The service over its stacks; templates by URL are read through {@code services}. */
    public static Service of(Stacks stacks, AwsServices services) {
        TemplateSource source = new TemplateSource(services);
        PolicyOperations policies = new PolicyOperations(stacks, source);
        StackOperations changes = new StackOperations(stacks, source, policies);
        DriftOperations drifts = new DriftOperations(stacks);
        ChangeSetOperations changeSets = new ChangeSetOperations(stacks, source);
        StackDescriptions descriptions = new StackDescriptions(stacks);
        TemplateOperations templates = new TemplateOperations(stacks, changeSets, source);
        return Service.of(CloudFormation.MODEL)
                .inspecting((_, input) -> Requested.rejectToken(input))
                .on(CloudFormation.CREATE_STACK, changes::create)
                .on(CloudFormation.UPDATE_STACK, changes::update)
                .on(CloudFormation.DELETE_STACK, changes::delete)
                .on(CloudFormation.ROLLBACK_STACK, changes::rollBack)
                .on(CloudFormation.CONTINUE_UPDATE_ROLLBACK, changes::continueRollback)
                .on(CloudFormation.CANCEL_UPDATE_STACK, changes::cancel)
                .on(CloudFormation.SIGNAL_RESOURCE, changes::signal)
                .on(CloudFormation.UPDATE_TERMINATION_PROTECTION, changes::protect)
                .on(CloudFormation.SET_STACK_POLICY, policies::set)
                .on(CloudFormation.GET_STACK_POLICY, policies::get)
                .on(CloudFormation.DETECT_STACK_DRIFT, drifts::detect)
                .on(CloudFormation.DETECT_STACK_RESOURCE_DRIFT, drifts::detectOne)
                .on(CloudFormation.DESCRIBE_STACK_DRIFT_DETECTION_STATUS, drifts::status)
                .on(CloudFormation.DESCRIBE_STACK_RESOURCE_DRIFTS, drifts::describe)
                .on(CloudFormation.DESCRIBE_EVENTS, descriptions::operationEvents)
                .on(CloudFormation.CREATE_CHANGE_SET, changeSets::create)
                .on(CloudFormation.DESCRIBE_CHANGE_SET, changeSets::describe)
                .on(CloudFormation.EXECUTE_CHANGE_SET, changeSets::execute)
                .on(CloudFormation.DELETE_CHANGE_SET, changeSets::delete)
                .on(CloudFormation.LIST_CHANGE_SETS, changeSets::list)
                .on(CloudFormation.DESCRIBE_STACKS, descriptions::describe)
                .on(CloudFormation.LIST_STACKS, descriptions::list)
                .on(CloudFormation.LIST_EXPORTS, descriptions::exports)
                .on(CloudFormation.LIST_IMPORTS, descriptions::imports)
                .on(CloudFormation.DESCRIBE_STACK_EVENTS, descriptions::events)
                .on(CloudFormation.DESCRIBE_STACK_RESOURCE, descriptions::resource)
                .on(CloudFormation.DESCRIBE_STACK_RESOURCES, descriptions::resources)
                .on(CloudFormation.LIST_STACK_RESOURCES, descriptions::listResources)
                .on(CloudFormation.DESCRIBE_CHANGE_SET_HOOKS, changeSets::hooks)
                .on(CloudFormation.GET_TEMPLATE, templates::get)
                .on(CloudFormation.GET_TEMPLATE_SUMMARY, templates::summarize)
                .on(CloudFormation.VALIDATE_TEMPLATE, templates::validate)
                .build();
    }
}
