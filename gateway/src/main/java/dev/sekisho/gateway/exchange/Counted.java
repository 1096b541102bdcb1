package dev.sekisho.gateway.exchange;

/** Counts what passes between spliced connections for the request that began it; the end of the splice is its end. */
record Counted(Exchange exchange) implements Splice.Heard {
    @Override
    public void fromClient(long bytes) {
        exchange.event().received(bytes);
        exchange.station().parts().figures().received().add(bytes);
    }

    @Override
    public void fromSite(long bytes) {
        exchange.event().sent(bytes);
        exchange.station().parts().figures().sent().add(bytes);
    }

    @Override
    public boolean served() {
        return exchange.served().passes();
    }

    @Override
    public void ended() {
        exchange.end();
    }
}
