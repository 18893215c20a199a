package dev.gatehouse.iam.account;

import dev.gatehouse.aws.iam.CreateServiceLinkedRoleRequest;
import dev.gatehouse.aws.iam.CreateServiceLinkedRoleResponse;
import dev.gatehouse.aws.iam.DeleteServiceLinkedRoleRequest;
import dev.gatehouse.aws.iam.DeleteServiceLinkedRoleResponse;
import dev.gatehouse.aws.iam.GetServiceLinkedRoleDeletionStatusRequest;
import dev.gatehouse.aws.iam.GetServiceLinkedRoleDeletionStatusResponse;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.iam.repository.Catalog;
import dev.gatehouse.iam.repository.Grants;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations on roles that belong to a service (IAM User Guide, "Service-linked roles"). */
public final class ServiceLinkedRoles {
    private static final String PATH = "/aws-service-role/";

    /** Those whose names do not follow from the service's. */
    private static final Map<String, String> NAMES =
            Map.of(
                    "ops.apigateway.amazonaws.com", "APIGateway",
                    "replicator.lambda.amazonaws.com", "LambdaReplicator",
                    "lambda.amazonaws.com", "Lambda",
                    "es.amazonaws.com", "AmazonElasticsearchService",
                    "ecs.amazonaws.com", "ECS",
                    "elasticloadbalancing.amazonaws.com", "ElasticLoadBalancing",
                    "rds.amazonaws.com", "RDS",
                    "autoscaling.amazonaws.com", "AutoScaling");

    private final Catalog<StoredRole> roles;
    private final Clock clock;

    public ServiceLinkedRoles(Catalog<StoredRole> roles, Clock clock) {
        this.roles = roles;
        this.clock = clock;
    }

    /** Adds the operations to a service. */
    public void addTo(Service.Builder service) {
        service.on(Iam.CREATE_SERVICE_LINKED_ROLE, this::create)
                .on(Iam.DELETE_SERVICE_LINKED_ROLE, this::delete)
                .on(Iam.GET_SERVICE_LINKED_ROLE_DELETION_STATUS, ServiceLinkedRoles::deletion);
    }

    private CreateServiceLinkedRoleResponse create(
            RequestContext context, CreateServiceLinkedRoleRequest input) {
        String linked = input.awsServiceName();
        if (!linked.endsWith(".amazonaws.com")) {
            throw IamErrors.invalidInput("Invalid service name " + linked + '.');
        }
        String name = name(linked, input.customSuffix());
        if (roles.find(context.account(), name).isPresent()) {
            throw IamErrors.invalidInput(
                    "Service role name "
                            + name
                            + " has been taken in this account, please try a different suffix.");
        }
        StoredRole role =
                new StoredRole(
                        Entity.named(name, PATH + linked + '/', "AROA", clock.now()),
                        trust(linked),
                        input.description(),
                        StoredRole.DEFAULT_SESSION_SECONDS,
                        null,
                        new Tags(Map.of()),
                        Grants.NONE);
        roles.insert(context.account(), role);
        return CreateServiceLinkedRoleResponse.builder()
                .role(role.summary(context.account()))
                .build();
    }

    /** The resource part of a role's ARN. */
    public static String resource(String service, @Nullable String suffix) {
        return "role" + PATH + service + '/' + name(service, suffix);
    }

    private static String name(String service, @Nullable String suffix) {
        String own = NAMES.getOrDefault(service, derived(service));
        return "AWSServiceRoleFor" + own + (suffix == null ? "" : '_' + suffix);
    }

    private static String derived(String service) {
        int dot = service.indexOf('.');
        if (dot <= 0) {
            return service;
        }
        String first = service.substring(0, dot);
        return first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1);
    }

    private static String trust(String service) {
        return """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"Service": "%s"}}]}\
        """
                .formatted(service);
    }

    /** Nothing here uses such a role, so it is gone when this returns. */
    private DeleteServiceLinkedRoleResponse delete(
            RequestContext context, DeleteServiceLinkedRoleRequest input) {
        StoredRole role = roles.get(context.account(), input.roleName());
        if (!role.entity().path().startsWith(PATH)) {
            throw IamErrors.invalidInput(
                    "The role " + input.roleName() + " is not a service-linked role.");
        }
        roles.delete(context.account(), input.roleName());
        String task =
                "task%s%s/%s"
                        .formatted(role.entity().path(), role.entity().name(), role.entity().id());
        return DeleteServiceLinkedRoleResponse.builder().deletionTaskId(task).build();
    }

    private static GetServiceLinkedRoleDeletionStatusResponse deletion(
            RequestContext context, GetServiceLinkedRoleDeletionStatusRequest input) {
        if (!input.deletionTaskId().startsWith("task" + PATH)) {
            throw IamErrors.noSuchEntity(
                    "Deletion id " + input.deletionTaskId() + " was not found.");
        }
        return GetServiceLinkedRoleDeletionStatusResponse.builder().status("SUCCEEDED").build();
    }
}
