package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateApiKeyRequest;
import dev.gatehouse.aws.apigateway.CreateUsagePlanKeyRequest;
import dev.gatehouse.aws.apigateway.CreateUsagePlanRequest;
import dev.gatehouse.aws.apigateway.DeleteUsagePlanKeyRequest;
import dev.gatehouse.gateway.apigateway.usage.UsageLedger;
import dev.gatehouse.gateway.plan.usage.UsageCounter;
import dev.gatehouse.gateway.plan.usage.UsageCounters;
import dev.gatehouse.gateway.plan.usage.UsageTables;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was counted of API keys, beyond the end of the node. */
@Tag("node")
class UsageLedgerTest {
    private static final long TODAY = 20_000;

    private RestFixture rest;
    private String plan;
    private UsageCounters.Key key;

    @BeforeEach
    void open(@TempDir Path folder) {
        rest = new RestFixture(folder);
        plan =
                text(
                        rest.call(
                                        ApiGateway.CREATE_USAGE_PLAN,
                                        CreateUsagePlanRequest.builder().name("plan").build())
                                .id());
        String keyId =
                text(
                        rest.call(
                                        ApiGateway.CREATE_API_KEY,
                                        CreateApiKeyRequest.builder().name("key").build())
                                .id());
        rest.call(
                ApiGateway.CREATE_USAGE_PLAN_KEY,
                CreateUsagePlanKeyRequest.builder()
                        .usagePlanId(plan)
                        .keyId(keyId)
                        .keyType("API_KEY")
                        .build());
        key = new UsageCounters.Key(RestFixture.ACCOUNT, Region.DEFAULT, plan, keyId);
    }

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void aNodeThatStopsForgetsNothing() {
        UsageTables before = new UsageTables();
        try (UsageLedger ledger = new UsageLedger(rest.store, before, Clock.SYSTEM)) {
            assertThat(ledger).isNotNull();
            count(before, 3);
        }
        assertThat(used()).isEqualTo(3);
    }

    @Test
    void aNodeThatIsKilledForgetsTheLastSecondAtMost() {
        UsageTables running = new UsageTables();
        try (UsageLedger ledger = new UsageLedger(rest.store, running, Clock.SYSTEM)) {
            assertThat(ledger).isNotNull();
            count(running, 5);
            Eventually.holds(() -> used() == 5);
        }
    }

    @Test
    void whatWasCountedGoesWithTheKeysPlaceInThePlan() {
        UsageTables before = new UsageTables();
        try (UsageLedger ledger = new UsageLedger(rest.store, before, Clock.SYSTEM)) {
            assertThat(ledger).isNotNull();
            count(before, 3);
            rest.call(
                    ApiGateway.DELETE_USAGE_PLAN_KEY,
                    DeleteUsagePlanKeyRequest.builder()
                            .usagePlanId(plan)
                            .keyId(key.keyId())
                            .build());
        }
        assertThat(before.counters().find(key)).isNull();
        assertThat(used()).isZero();
    }

    private void count(UsageTables tables, int requests) {
        for (int i = 0; i < requests; i++) {
            assertThat(tables.counters().of(key).take(null, TODAY)).isTrue();
        }
    }

    /** What a node would know that starts now. */
    private long used() {
        UsageTables fresh = new UsageTables();
        try (UsageLedger ledger = new UsageLedger(rest.store, fresh, Clock.SYSTEM)) {
            assertThat(ledger).isNotNull();
            UsageCounter counter = fresh.counters().find(key);
            return counter == null ? 0 : Objects.requireNonNull(counter).count().usedThatDay();
        }
    }
}
