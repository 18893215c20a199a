package dev.gatehouse.events.scheduler;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;

/** The rejections of EventBridge Scheduler, in its words as far as they are known. */
final class SchedulerErrors {
    private SchedulerErrors() {}

    static ServiceException validation(String text, Object... values) {
        return new ServiceException("ValidationException", 400, text.formatted(values));
    }

    static ServiceException noSchedule(String name) {
        return missing("Schedule " + name + " does not exist.");
    }

    static ServiceException noGroup(String name) {
        return missing("Schedule group " + name + " does not exist.");
    }

    static ServiceException missing(String text) {
        return new ServiceException("ResourceNotFoundException", 404, text);
    }

    static ServiceException exists(String what) {
        return new ServiceException("ConflictException", 409, what + " already exists.");
    }

    static ServiceException tags(TagViolation violation) {
        return validation(
                switch (violation) {
                    case TagViolation.TooMany _ -> "Too many tags on the resource";
                    case TagViolation.ReservedKey _ -> "System tags cannot be set";
                    case TagViolation.InvalidKey _ -> "Tag key is not valid";
                    case TagViolation.InvalidValue _ -> "Tag value is not valid";
                });
    }
}
