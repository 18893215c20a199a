package dev.gatehouse.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of segments that ask for too much. */
@Tag("unit")
final class TraceStoreTest {
    private static final String TRACE = "1-5759e988-bd862e3fe1be46a994272793";
    private static final TraceStore.Place HERE =
            new TraceStore.Place(AccountId.DEFAULT, Region.DEFAULT);

    private final TraceStore store = new TraceStore(Clock.SYSTEM);

    private static String segment(int id, String more) {
        return "{\"trace_id\":\"%s\",\"id\":\"%016x\",\"name\":\"n\",\"start_time\":1,\"end_time\":2%s}"
                .formatted(TRACE, id, more);
    }

    private void take(String document) {
        store.take(AccountId.DEFAULT, Region.DEFAULT, document);
    }

    @Test
    void aLongChainOfSubsegmentsIsNoDeepTree() {
        take(segment(1, ""));
        for (int i = 2; i <= 2_000; i++) {
            take(segment(i, ",\"type\":\"subsegment\",\"parent_id\":\"%016x\"".formatted(i - 1)));
        }
        RecordedTrace trace = store.find(HERE, TRACE).orElseThrow();
        assertThat(trace.segments()).hasSizeGreaterThan(1);
        assertThat(trace.segments().getFirst().json().toString()).contains("subsegments");
    }

    @Test
    void aTraceIsNoLongerThanXRayKeepsOne() {
        String long50 = ",\"metadata\":\"" + "x".repeat(50_000) + '"';
        for (int i = 1; i <= 20; i++) {
            take(segment(i, long50));
        }
        RecordedTrace trace = store.find(HERE, TRACE).orElseThrow();
        assertThat(trace.documents()).hasSize(10);
        assertThat(trace.isExceeded()).isTrue();
    }

    @Test
    void timesThatAreNoneAreRejected() {
        for (String time : new String[] {"1e400", "-1e300", "\"1\"", "null"}) {
            assertThatThrownBy(
                            () ->
                                    SegmentDocument.read(
                                            segment(1, "").replace("time\":1", "time\":" + time)))
                    .hasMessage("MissingStartTime");
        }
        String deep = ",\"metadata\":" + "[".repeat(200) + "]".repeat(200);
        assertThatThrownBy(() -> SegmentDocument.read(segment(1, deep))).hasMessage("ParseError");
    }
}
