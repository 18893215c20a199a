package dev.gatehouse.xray;

import dev.gatehouse.aws.xray.GetSamplingRulesRequest;
import dev.gatehouse.aws.xray.GetSamplingRulesResult;
import dev.gatehouse.aws.xray.GetSamplingTargetsRequest;
import dev.gatehouse.aws.xray.GetSamplingTargetsResult;
import dev.gatehouse.aws.xray.PutTelemetryRecordsRequest;
import dev.gatehouse.aws.xray.PutTelemetryRecordsResult;
import dev.gatehouse.aws.xray.PutTraceSegmentsRequest;
import dev.gatehouse.aws.xray.PutTraceSegmentsResult;
import dev.gatehouse.aws.xray.SamplingRule;
import dev.gatehouse.aws.xray.SamplingRuleRecord;
import dev.gatehouse.aws.xray.SamplingTargetDocument;
import dev.gatehouse.aws.xray.UnprocessedTraceSegment;
import dev.gatehouse.aws.xray.XRay;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** X-Ray, as far as clients that trace, and those who read traces, need it. */
public final class XRayService {
    private static final String DEFAULT_RULE = "Default";

    /** The lowest priority there is: any other rule comes first. */
    private static final int LAST = 10_000;

    /** Every request is sampled: traces cost nothing here. */
    private static final double RATE = 1.0;

    private static final int RESERVOIR = 1;
    private static final int INTERVAL_SECONDS = 10;
    private static final int LONGEST_DOCUMENT = 64 * 1024;

    private final TraceStore store;
    private final Clock clock;

    private XRayService(TraceStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The operations that are implemented. */
    public static Service of(TraceStore store, Clock clock) {
        XRayService service = new XRayService(store, clock);
        TraceReads reads = new TraceReads(store, clock);
        return Service.of(XRay.MODEL)
                .on(XRay.PUT_TRACE_SEGMENTS, service::put)
                .on(XRay.PUT_TELEMETRY_RECORDS, XRayService::telemetry)
                .on(XRay.GET_SAMPLING_RULES, XRayService::rules)
                .on(XRay.GET_SAMPLING_TARGETS, service::targets)
                .on(XRay.BATCH_GET_TRACES, reads::traces)
                .on(XRay.GET_TRACE_SUMMARIES, reads::summaries)
                .on(XRay.GET_SERVICE_GRAPH, reads::graph)
                .build();
    }

    private PutTraceSegmentsResult put(RequestContext context, PutTraceSegmentsRequest input) {
        List<UnprocessedTraceSegment> rejected = new ArrayList<>();
        for (String text : input.traceSegmentDocuments()) {
            try {
                SegmentDocument document = SegmentDocument.read(text);
                if (text.length() > LONGEST_DOCUMENT) {
                    rejected.add(rejected(document.id(), "SizeTooLarge"));
                } else {
                    store.add(TraceReads.place(context), document, text.length());
                }
            } catch (SegmentDocument.Malformed malformed) {
                rejected.add(rejected(malformed.id(), malformed.code()));
            }
        }
        return PutTraceSegmentsResult.builder().unprocessedTraceSegments(rejected).build();
    }

    private static UnprocessedTraceSegment rejected(@Nullable String id, String code) {
        return UnprocessedTraceSegment.builder()
                .id(id)
                .errorCode(code)
                .message("Invalid segment. ErrorCode: " + code)
                .build();
    }

    /** What daemons say of themselves; X-Ray never shows it. */
    private static PutTelemetryRecordsResult telemetry(
            RequestContext context, PutTelemetryRecordsRequest input) {
        Objects.requireNonNull(input.telemetryRecords());
        return PutTelemetryRecordsResult.builder().build();
    }

    private static GetSamplingRulesResult rules(
            RequestContext context, GetSamplingRulesRequest input) {
        if (input.nextToken() != null) {
            throw TraceReads.invalid("Invalid NextToken");
        }
        SamplingRule rule =
                SamplingRule.builder()
                        .ruleName(DEFAULT_RULE)
                        .ruleARN(
                                "arn:aws:xray:%s:%s:sampling-rule/%s"
                                        .formatted(
                                                context.region().name(),
                                                context.account(),
                                                DEFAULT_RULE))
                        .resourceARN("*")
                        .priority(LAST)
                        .fixedRate(RATE)
                        .reservoirSize(RESERVOIR)
                        .serviceName("*")
                        .serviceType("*")
                        .host("*")
                        .httpMethod("*")
                        .urlPath("*")
                        .version(1)
                        .attributes(Map.of())
                        .build();
        return GetSamplingRulesResult.builder()
                .samplingRuleRecords(
                        List.of(
                                SamplingRuleRecord.builder()
                                        .samplingRule(rule)
                                        .createdAt(Instant.EPOCH)
                                        .modifiedAt(Instant.EPOCH)
                                        .build()))
                .build();
    }

    private GetSamplingTargetsResult targets(
            RequestContext context, GetSamplingTargetsRequest input) {
        Instant until = clock.now().plus(Duration.ofSeconds(INTERVAL_SECONDS));
        return GetSamplingTargetsResult.builder()
                .samplingTargetDocuments(
                        input.samplingStatisticsDocuments().stream()
                                .filter(each -> each.ruleName().equals(DEFAULT_RULE))
                                .map(
                                        each ->
                                                SamplingTargetDocument.builder()
                                                        .ruleName(DEFAULT_RULE)
                                                        .fixedRate(RATE)
                                                        .reservoirQuota(RESERVOIR)
                                                        .reservoirQuotaTTL(until)
                                                        .interval(INTERVAL_SECONDS)
                                                        .build())
                                .toList())
                .lastRuleModification(Instant.EPOCH)
                .unprocessedStatistics(List.of())
                .build();
    }
}
