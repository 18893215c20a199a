package dev.gatehouse.http;

/** Plain blocking code behind the edge, and how it words what the edge has to refuse. */
public interface BlockingService {

    /** Answers a call, on a virtual thread. Whatever it throws is answered 500. */
    HttpAnswer answer(HttpCall call);

    /** Words a refusal; called on the event loop with a call whose body was not read. */
    HttpAnswer refuse(HttpCall call, Refusal refusal);

    /** Why the edge does not pass a call on. */
    enum Refusal {
        /** The body is longer than the limit. */
        BODY_TOO_LARGE,
        /** As many calls are running, or as many bytes of bodies are held, as there may be. */
        BUSY
    }
}
