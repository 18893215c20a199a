package dev.gatehouse.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.iam.CreateUserRequest;
import dev.gatehouse.aws.iam.CreateUserResponse;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.iam.PutUserPolicyRequest;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.PermissionSource;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.secret.TestSecrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.store.sql.TwoNodes;
import dev.gatehouse.testkit.Eventually;
import dev.gatehouse.wire.Calls;
import dev.gatehouse.wire.RequestContext;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A policy that one node puts decides on another that had compiled the user's before. */
@Tag("node")
@Timeout(300)
final class TwoNodesPermissionsTest {
    private static final RequestContext CONTEXT =
            new RequestContext(
                    RequestId.next(),
                    Principal.root(AccountId.DEFAULT),
                    AccountId.DEFAULT,
                    Region.DEFAULT,
                    "127.0.0.1",
                    "localhost:4566");

    @Test
    void aPolicyIsInForceOnEveryNode() {
        try (TwoNodes nodes = TwoNodes.open()) {
            Calls here =
                    new Calls(
                            new IamService(
                                            nodes.writer(),
                                            TestSecrets.of(nodes.writer()),
                                            Clock.SYSTEM)
                                    .service(),
                            CONTEXT);
            PermissionSource there =
                    new IamService(nodes.reader(), TestSecrets.of(nodes.reader()), Clock.SYSTEM)
                            .permissions();
            CreateUserResponse made =
                    here.call(Iam.CREATE_USER, CreateUserRequest.builder().userName("ada").build());
            Principal ada =
                    Principal.user(
                            AccountId.DEFAULT,
                            "arn:aws:iam::000000000000:user/ada",
                            Objects.requireNonNull(Objects.requireNonNull(made.user()).userId()));
            Permissions before = there.of(ada);
            assertThat(before.identity()).isEmpty();

            here.call(
                    Iam.PUT_USER_POLICY,
                    PutUserPolicyRequest.builder()
                            .userName("ada")
                            .policyName("reads")
                            .policyDocument(
                                    """
                                    {"Version": "2012-10-17", "Statement": [
                                      {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
                                    """)
                            .build());

            Eventually.holds(() -> there.of(ada).identity().size() == 1);
        }
    }
}
