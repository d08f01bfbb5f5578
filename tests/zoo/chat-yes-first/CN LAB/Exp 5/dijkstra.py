import heapq
g = {'A': {'B': 1, 'C': 4}, 'B': {'A': 1, 'C': 2, 'D': 5}, 'C': {'A': 4, 'B': 2, 'D': 1}, 'D': {'B': 5, 'C': 1}}
def dijkstra(src):
    dist = {v: float('inf') for v in g}
    dist[src] = 0
    q = [(0, src)]
    while q:
        d, u = heapq.heappop(q)
        for v, w in g[u].items():
            if d + w < dist[v]:
                dist[v] = d + w
                heapq.heappush(q, (dist[v], v))
    return dist
print(dijkstra('A'))
