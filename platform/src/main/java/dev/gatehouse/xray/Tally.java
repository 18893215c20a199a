package dev.gatehouse.xray;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.xray.ErrorStatistics;
import dev.gatehouse.aws.xray.FaultStatistics;

/** How calls went, in numbers. */
final class Tally {
    long total;
    double seconds;
    double start = Double.MAX_VALUE;
    double end;
    private long errors;
    private long throttles;
    private long faults;

    void count(JsonNode segment) {
        double began = SegmentDocument.seconds(segment.path("start_time"), 0);
        double ended = SegmentDocument.seconds(segment.path("end_time"), began);
        total++;
        seconds += ended - began;
        start = Math.min(start, began);
        end = Math.max(end, ended);
        if (segment.path("fault").asBoolean()) {
            faults++;
        } else if (segment.path("throttle").asBoolean()) {
            throttles++;
        } else if (segment.path("error").asBoolean()) {
            errors++;
        }
    }

    long ok() {
        return total - errors - throttles - faults;
    }

    ErrorStatistics errorStatistics() {
        return ErrorStatistics.builder()
                .throttleCount(throttles)
                .otherCount(errors)
                .totalCount(throttles + errors)
                .build();
    }

    FaultStatistics faultStatistics() {
        return FaultStatistics.builder().otherCount(faults).totalCount(faults).build();
    }
}
