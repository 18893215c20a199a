package dev.gatehouse.http.blocking;

/** Plain blocking code behind the edge. */
public interface BlockingService {

    /**
     * Responds to a call, on a virtual thread. It is called as soon as the request's head is here,
     * and decides itself whether and how it takes the body. Whatever it throws is given 500.
     */
    HttpResponse respond(HttpCall call);
}
