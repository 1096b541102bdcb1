package dev.sekisho.lake;

import dev.sekisho.kernel.event.WebEvent;

/** Made-up events with a path of a given text. */
public final class LongEvents {
    private final RandomEvents random;

    /** The same events for the same seed. */
    public LongEvents(long seed) {
        this.random = new RandomEvents(seed);
    }

    /** An event whose path is this text. */
    public WebEvent withPath(String path) {
        WebEvent like = random.at(RandomEvents.START);
        WebEvent.To to = like.to();
        return new WebEvent(
                like.id(),
                like.time(),
                like.node(),
                like.bundle(),
                like.who(),
                like.from(),
                new WebEvent.To(
                        to.scheme(), to.host(), to.port(), path, to.query(), to.address(), to.sni(), to.connectHost()),
                like.http(),
                like.tls(),
                like.decided(),
                like.timing());
    }
}
