package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The events of a state machine, each with the role that starts it. */
public final class MachineEvents {
    private final Target target;
    private final Expansion expansion;

    public MachineEvents(Target target, Expansion expansion) {
        this.target = target;
        this.expansion = expansion;
    }

    /**
     * What they become.
     *
     * @param boundary of the roles; missing for none
     */
    public List<Made> made(JsonNode events, JsonNode boundary) {
        List<Made> made = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : events.properties()) {
            Event event = Event.of("machine", target.owner(), each.getKey(), each.getValue());
            made.addAll(
                    switch (event.type()) {
                        case "Api" -> new RestEvents(target, event, expansion).ofMachine(boundary);
                        case "ScheduleV2" -> new ScheduleEvents(target, event).ofMachine();
                        default -> new RuleEvents(target, event).ofMachine(boundary);
                    });
        }
        return made;
    }
}
