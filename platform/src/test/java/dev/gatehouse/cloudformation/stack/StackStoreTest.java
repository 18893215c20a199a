package dev.gatehouse.cloudformation.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.template.Retention;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.secret.TestSecrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
final class StackStoreTest {
    private static final CallerIdentity ROOT =
            new CallerIdentity(Principal.root(AccountId.DEFAULT), Region.DEFAULT);
    private static final Scope HERE = new Scope(AccountId.DEFAULT, Region.DEFAULT);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Store store;
    private StackStore stacks;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = SqlStore.open("sqlite:" + folder.resolve("stacks.db"));
        stacks = new StackStore(store, TestSecrets.of(store));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** A template reads it as it is, the store never holds it so. */
    @Test
    void theSecretOfAnAccessKeyIsEncryptedInTheStore() {
        ObjectNode attributes =
                JsonNodeFactory.instance.objectNode().put("SecretAccessKey", "hushhush");
        ResourceDocument document =
                new ResourceDocument(
                        "Key",
                        ResourceDocument.Standing.CURRENT,
                        1,
                        null,
                        null,
                        null,
                        new StackResource(
                                "AWS::IAM::AccessKey",
                                "AKIA1",
                                attributes,
                                JsonNodeFactory.instance.objectNode(),
                                Retention.NONE,
                                START,
                                "CREATE_COMPLETE",
                                false));
        String id = made("app").id();
        ResourceDocument encrypted = stacks.written(document);
        List<ResourceDocument> written = new ArrayList<>();
        stacks.writeResources(
                HERE,
                id,
                List.of(),
                documents -> {
                    String key = StackStore.key(id, document);
                    documents.insert(HERE, key, encrypted);
                    written.add(documents.find(HERE, key).orElseThrow().value());
                });

        assertThat(written.getFirst().resource().attributes().toString())
                .contains("encrypted:")
                .doesNotContain("hushhush");
        assertThat(stacks.resources(HERE, id)).containsExactly(document);
    }

    @Test
    void aDeletedStackIsKnownByItsIdAloneAndItsNameIsFree() {
        Stack first = made("app");
        stacks.bury(HERE, first, START);
        Stack second = made("app");

        assertThat(stacks.find(HERE, "app")).contains(second);
        assertThat(stacks.find(HERE, second.id())).contains(second);
        assertThat(stacks.find(HERE, first.id()))
                .hasValueSatisfying(
                        stack -> assertThat(stack.status()).isEqualTo("DELETE_COMPLETE"));
        assertThat(stacks.all(HERE)).extracting(Stack::id).contains(first.id(), second.id());
    }

    @Test
    void aStackIsForgottenThreeMonthsAfterItsDeletion() {
        Stack old = made("old");
        stacks.addEvent(HERE, old.id(), event("old"));
        stacks.bury(HERE, old, START);
        Stack recent = made("recent");
        stacks.addEvent(HERE, recent.id(), event("recent"));
        stacks.bury(HERE, recent, START.plus(Duration.ofDays(60)));
        assertThat(stacks.find(HERE, old.id())).isPresent();

        stacks.bury(HERE, made("last"), START.plus(Duration.ofDays(91)));

        assertThat(stacks.find(HERE, old.id())).isEmpty();
        assertThat(stacks.events(HERE, old.id())).isEmpty();
        assertThat(stacks.find(HERE, recent.id())).isPresent();
        assertThat(stacks.events(HERE, recent.id())).hasSize(1);
    }

    @Test
    void resourcesThatAnEarlierNodeStoredWithinAStackBecomeDocuments() {
        Stack stack = Stack.unborn(ROOT, "old", START);
        StackResource group =
                new StackResource(
                        "AWS::Logs::LogGroup",
                        "/old",
                        JsonNodeFactory.instance.objectNode(),
                        JsonNodeFactory.instance.objectNode(),
                        Retention.NONE,
                        START,
                        "CREATE_COMPLETE",
                        false);
        store.documents(new Kind<>("cloudformation.stack", Earlier.class))
                .insert(
                        HERE,
                        "old",
                        new Earlier(
                                stack.id(),
                                "old",
                                "CREATE_COMPLETE",
                                stack.wanted(),
                                Map.of("Group", group),
                                List.of(),
                                stack.times()));

        new EarlierStacks(store).adopt(HERE, stack);
        new EarlierStacks(store).adopt(HERE, stack);

        assertThat(stacks.existing(HERE, stack.id())).containsExactly(entry("Group", group));
        assertThat(stacks.find(HERE, "old"))
                .hasValueSatisfying(
                        found -> assertThat(found.status()).isEqualTo("CREATE_COMPLETE"));
    }

    record Earlier(
            String id,
            String name,
            String status,
            Stack.Wanted wanted,
            Map<String, StackResource> resources,
            List<Stack.Output> outputs,
            Stack.Times times) {}

    private Stack made(String name) {
        Stack stack = Stack.unborn(ROOT, name, START);
        stacks.stacks().insert(HERE, name, stack);
        return stack;
    }

    private static StackEvent event(String name) {
        return new StackEvent(
                name, name, "", "AWS::CloudFormation::Stack", "CREATE_COMPLETE", null, START, null);
    }
}
