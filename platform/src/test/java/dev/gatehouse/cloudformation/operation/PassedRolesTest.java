package dev.gatehouse.cloudformation.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.View;
import dev.gatehouse.aws.logs.DescribeLogGroupsResponse;
import dev.gatehouse.aws.logs.Logs;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.client.LocalServices;
import dev.gatehouse.cloudformation.changeset.ChangeSet;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.stack.Terms.Kind;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.identity.secret.TestSecrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.testkit.Eventually;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The role that is passed with a stack makes its resources, then and later. */
@Tag("node")
final class PassedRolesTest {
    private static final CallerIdentity ADA =
            new CallerIdentity(
                    Principal.user(
                            AccountId.DEFAULT, "arn:aws:iam::000000000000:user/ada", "AIDA1"),
                    Region.DEFAULT);
    private static final String DEPLOYER = "arn:aws:iam::000000000000:role/deployer";
    private static final String SESSION =
            "arn:aws:sts::000000000000:assumed-role/deployer/AWSCloudFormation";

    private final List<String> operations = new CopyOnWriteArrayList<>();
    private final Set<String> principals = ConcurrentHashMap.newKeySet();
    private Store store;
    private Stacks stacks;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = SqlStore.open("sqlite:" + folder.resolve("stacks.db"));
        ServiceRoles roles =
                (role, service, session, _) ->
                        role.toString().equals(DEPLOYER)
                                        && service.equals("cloudformation.amazonaws.com")
                                ? Optional.of(sessionOf(role, session))
                                : Optional.empty();
        stacks =
                new Stacks(
                        store,
                        LocalServices.of(logs()),
                        roles,
                        TestSecrets.of(store),
                        Clock.SYSTEM);
    }

    private Service logs() {
        return Service.of(Logs.MODEL)
                .on(Logs.CREATE_LOG_GROUP, this::recorded)
                .on(Logs.DESCRIBE_LOG_GROUPS, (_, _) -> DescribeLogGroupsResponse.builder().build())
                .on(Logs.DELETE_RETENTION_POLICY, this::recorded)
                .on(Logs.DELETE_LOG_GROUP, this::recorded)
                .build();
    }

    private Empty recorded(RequestContext context, View input) {
        operations.add(input.data().shape().name().replace("Request", ""));
        principals.add(context.principal().arn());
        return Empty.EMPTY;
    }

    private static Principal sessionOf(Arn arn, String name) {
        AssumableRole role = new AssumableRole(arn, "AROA1", "{}", 3_600);
        return Principal.roleSession(role, name, Session.plain(role.issuer(), Instant.EPOCH));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void withoutARoleTheCallerMakesTheResources() throws InterruptedException {
        String id = create("plain", group("/a"));

        assertThat(settled(id).status()).isEqualTo("CREATE_COMPLETE");
        assertThat(principals).containsExactly(ADA.principal().arn());
    }

    @Test
    void aPassedRoleMakesTheResourcesAndLaterDeletesThem() throws InterruptedException {
        String id = create("passed", group("/a").by(DEPLOYER));
        assertThat(settled(id).status()).isEqualTo("CREATE_COMPLETE");

        stacks.changes().delete(ADA, "passed", null, Terms.of(Kind.DELETE_STACK, null));

        assertThat(settled(id).status()).isEqualTo("DELETE_COMPLETE");
        assertThat(operations).contains("CreateLogGroup", "DeleteLogGroup");
        assertThat(principals).containsExactly(SESSION);
    }

    @Test
    void aChangeSetPassesItsRoleToItsExecution() throws InterruptedException {
        Stack unborn = stacks.requireUnborn(ADA, "set", "first");
        ChangeSet set = created(unborn, "first", group("/a").by(DEPLOYER));

        stacks.changeSets().execute(ADA, set, Terms.of(Kind.UPDATE_STACK, null));

        Stack made = settled(unborn.id());
        assertThat(made.wanted().role()).isEqualTo(DEPLOYER);
        assertThat(principals).containsExactly(SESSION);
    }

    @Test
    void aRoleThatCannotBeAssumedIsRejectedBeforeAnythingIsMade() {
        String stranger = "arn:aws:iam::000000000000:role/stranger";
        Stack.Wanted wanted = group("/a").by(stranger);
        Stack unborn = stacks.requireUnborn(ADA, "rejected", "first");

        assertThatThrownBy(() -> create("rejected", wanted))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("Role " + stranger + " is invalid or cannot be assumed");
        assertThatThrownBy(() -> created(unborn, "first", wanted))
                .hasMessageContaining("Role " + stranger + " is invalid or cannot be assumed");
        assertThat(stacks.find(ADA, "rejected")).isEmpty();
        assertThat(principals).isEmpty();
    }

    @Test
    void aRoleOfAnotherAccountIsRejected() {
        Stack.Wanted wanted = group("/a").by("arn:aws:iam::111111111111:role/deployer");

        assertThatThrownBy(() -> create("foreign", wanted))
                .hasMessageContaining("is invalid or cannot be assumed");
    }

    private static Stack.Wanted group(String name) {
        String template =
                "{\"Resources\": {\"A\": {\"Type\": \"AWS::Logs::LogGroup\","
                        + " \"Properties\": {\"LogGroupName\": \""
                        + name
                        + "\"}}}}";
        return new Stack.Wanted(template, Map.of(), Map.of(), List.of(), null);
    }

    /** The stack once nothing works on it. */
    private Stack settled(String id) {
        return Eventually.value(
                () -> stacks.require(ADA, id), stack -> !stack.status().endsWith("_IN_PROGRESS"));
    }

    private String create(String name, Stack.Wanted wanted) {
        return stacks.changes().create(ADA, name, wanted, Terms.of(Kind.CREATE_STACK, null));
    }

    private ChangeSet created(Stack stack, String name, Stack.Wanted wanted) {
        ChangeSets sets = stacks.changeSets();
        ChangeSet.Request request = sets.request(null, ChangeSet.Type.CREATE, false, false, null);
        return sets.create(ADA, stack, name, wanted, request, List.of(), url -> url);
    }
}
