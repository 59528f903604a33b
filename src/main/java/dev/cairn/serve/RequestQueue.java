package dev.cairn.serve;

import org.jspecify.annotations.Nullable;

/**
 * A bounded ring of requests. It uses monitors and nothing else, since they cost no memory when threads wait. Waiting goes on
 * through interruptions, which the thread is told of afterwards.
 */
final class RequestQueue {
    private final Request[] ring;
    private int first;
    private int count;
    private boolean closed;

    RequestQueue(int capacity) {
        ring = new Request[capacity];
    }

    /**
     * Adds a request; there is always room, as there are no more requests than places.
     *
     * @return false if the queue is closed
     */
    synchronized boolean put(Request request) {
        if (closed) {
            return false;
        }
        ring[(first + count) % ring.length] = request;
        count++;
        notify();
        return true;
    }

    /** Takes one request, waiting for it; null when the queue is closed. */
    synchronized @Nullable Request take() {
        awaitOne();
        return closed ? null : removeFirst();
    }

    /**
     * Takes up to as many requests as the array holds, waiting for the first.
     *
     * @return how many; 0 when the queue is closed and empty
     */
    synchronized int take(Request[] taken) {
        awaitOne();
        int n = Math.min(count, taken.length);
        for (int i = 0; i < n; i++) {
            taken[i] = removeFirst();
        }
        return n;
    }

    private Request removeFirst() {
        Request request = ring[first];
        first = (first + 1) % ring.length;
        count--;
        return request;
    }

    private synchronized void awaitOne() {
        boolean interrupted = false;
        while (count == 0 && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets those who wait go; what is in the queue can still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
