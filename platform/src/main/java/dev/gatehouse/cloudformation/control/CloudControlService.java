package dev.gatehouse.cloudformation.control;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.cloudcontrol.CancelResourceRequestInput;
import dev.gatehouse.aws.cloudcontrol.CancelResourceRequestOutput;
import dev.gatehouse.aws.cloudcontrol.CloudControl;
import dev.gatehouse.aws.cloudcontrol.GetResourceInput;
import dev.gatehouse.aws.cloudcontrol.GetResourceOutput;
import dev.gatehouse.aws.cloudcontrol.GetResourceRequestStatusInput;
import dev.gatehouse.aws.cloudcontrol.GetResourceRequestStatusOutput;
import dev.gatehouse.aws.cloudcontrol.ListResourceRequestsInput;
import dev.gatehouse.aws.cloudcontrol.ListResourceRequestsOutput;
import dev.gatehouse.aws.cloudcontrol.ListResourcesInput;
import dev.gatehouse.aws.cloudcontrol.ListResourcesOutput;
import dev.gatehouse.aws.cloudcontrol.ProgressEvent;
import dev.gatehouse.aws.cloudcontrol.ResourceDescription;
import dev.gatehouse.aws.cloudcontrol.ResourceRequestStatusFilter;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations of Cloud Control, on the types that templates have. */
public final class CloudControlService {
    private static final int PAGE = 20;

    private final AwsServices services;
    private final CustomResponses responses;
    private final ProgressStore store;
    private final Requests requests;

    private CloudControlService(
            Store documents, AwsServices services, CustomResponses responses, Clock clock) {
        this.services = services;
        this.responses = responses;
        this.store = new ProgressStore(documents, clock);
        this.requests = new Requests(store, services, responses, clock);
    }

    /**
     * @param responses where functions of custom resources respond
     */
    public static Service of(
            Store documents, AwsServices services, CustomResponses responses, Clock clock) {
        CloudControlService control =
                new CloudControlService(documents, services, responses, clock);
        control.store.failInterrupted();
        return Service.of(CloudControl.MODEL)
                .on(CloudControl.GET_RESOURCE, control::get)
                .on(CloudControl.LIST_RESOURCES, control::list)
                .on(CloudControl.CREATE_RESOURCE, control.requests::create)
                .on(CloudControl.UPDATE_RESOURCE, control.requests::update)
                .on(CloudControl.DELETE_RESOURCE, control.requests::delete)
                .on(CloudControl.GET_RESOURCE_REQUEST_STATUS, control::status)
                .on(CloudControl.LIST_RESOURCE_REQUESTS, control::requests)
                .on(CloudControl.CANCEL_RESOURCE_REQUEST, control::cancel)
                .build();
    }

    private Resources resources(RequestContext context, String type) {
        CallerIdentity identity = new CallerIdentity(context.principal(), context.region());
        return new Resources(services, identity, responses, type);
    }

    private GetResourceOutput get(RequestContext context, GetResourceInput input) {
        Requests.reject("TypeVersionId", input.typeVersionId());
        Requests.reject("RoleArn", input.roleArn());
        ObjectNode found = resources(context, input.typeName()).read(input.identifier());
        return GetResourceOutput.builder()
                .typeName(input.typeName())
                .resourceDescription(description(Map.entry(input.identifier(), found)))
                .build();
    }

    private static ResourceDescription description(Map.Entry<String, ObjectNode> resource) {
        return ResourceDescription.builder()
                .identifier(resource.getKey())
                .properties(resource.getValue().toString())
                .build();
    }

    private ListResourcesOutput list(RequestContext context, ListResourcesInput input) {
        Requests.reject("TypeVersionId", input.typeVersionId());
        Requests.reject("RoleArn", input.roleArn());
        String model = input.resourceModel();
        List<Map.Entry<String, ObjectNode>> all =
                resources(context, input.typeName())
                        .list(
                                model == null
                                        ? MissingNode.getInstance()
                                        : Resources.document(model));
        Page<Map.Entry<String, ObjectNode>> page =
                Page.of(all, input.nextToken(), input.maxResults(), PAGE * 5);
        return ListResourcesOutput.builder()
                .typeName(input.typeName())
                .resourceDescriptions(
                        page.items().stream().map(CloudControlService::description).toList())
                .nextToken(page.next())
                .build();
    }

    private Progress require(RequestContext context, String token) {
        return store.find(scope(context), token)
                .orElseThrow(
                        () ->
                                ControlErrors.of(
                                        "RequestTokenNotFoundException",
                                        "Request with token %s was not found".formatted(token)));
    }

    private GetResourceRequestStatusOutput status(
            RequestContext context, GetResourceRequestStatusInput input) {
        return GetResourceRequestStatusOutput.builder()
                .progressEvent(require(context, input.requestToken()).event())
                .build();
    }

    /** What was begun is done before anybody could cancel it; what is over cannot be. */
    private CancelResourceRequestOutput cancel(
            RequestContext context, CancelResourceRequestInput input) {
        Progress progress = require(context, input.requestToken());
        throw ControlErrors.of(
                "ConcurrentModificationException",
                "Request with token %s is %s and cannot be cancelled"
                        .formatted(progress.token(), progress.outcome().status()));
    }

    private ListResourceRequestsOutput requests(
            RequestContext context, ListResourceRequestsInput input) {
        List<ProgressEvent> wanted =
                store.all(scope(context)).stream()
                        .filter(each -> isWanted(each, input.resourceRequestStatusFilter()))
                        .map(Progress::event)
                        .toList();
        Page<ProgressEvent> page = Page.of(wanted, input.nextToken(), input.maxResults(), PAGE);
        return ListResourceRequestsOutput.builder()
                .resourceRequestStatusSummaries(page.items())
                .nextToken(page.next())
                .build();
    }

    private static boolean isWanted(
            Progress progress, @Nullable ResourceRequestStatusFilter filter) {
        return filter == null
                || (allows(filter.operations(), progress.operation())
                        && allows(filter.operationStatuses(), progress.outcome().status()));
    }

    private static boolean allows(@Nullable List<String> wanted, String value) {
        return wanted == null || wanted.isEmpty() || wanted.contains(value);
    }

    static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
