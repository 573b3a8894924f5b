"""Parts of the synthetic register: chance, names, firms, contribution histories, workers. No real person or firm."""
