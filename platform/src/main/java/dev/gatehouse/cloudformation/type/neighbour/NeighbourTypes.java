package dev.gatehouse.cloudformation.type.neighbour;

import dev.gatehouse.cloudformation.resource.ResourceType;
import java.util.List;

/**
 * The types of services that others may serve beside the node, most of which it does not serve
 * itself. A new one is a file and a line here.
 */
public final class NeighbourTypes {
    /** Every type. */
    public static final List<ResourceType> ALL =
            List.of(
                    new DynamoDbTable(),
                    new SqsQueue(),
                    AccessPolicy.ofQueues(),
                    new SnsTopic(),
                    new SnsSubscription(),
                    AccessPolicy.ofTopics(),
                    new EventBus(),
                    new EventsRule(),
                    new KinesisStream(),
                    new StateMachine(),
                    new CognitoUserPool(),
                    new CognitoUserPoolClient(),
                    CognitoPoolPart.domain(),
                    CognitoPoolPart.resourceServer(),
                    CognitoPoolPart.group(),
                    CognitoPoolPart.identityProvider(),
                    CognitoPoolPart.user(),
                    new CognitoGroupMember(),
                    new CognitoIdentityPool(),
                    new CognitoIdentityRoles(),
                    new SchedulerSchedule(),
                    new SchedulerScheduleGroup());

    private NeighbourTypes() {}
}
